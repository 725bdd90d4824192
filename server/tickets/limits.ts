/** How often and how long; values of the policy (knobs.limits), each city's own. */
export interface Limits {
  /** Days after 办结 in which the citizen may reopen with new facts. */
  reopenDays: number;
  /** Agreed returns after which the hotline designates and no return is possible. */
  returns: number;
  extensions: number;
  /** Reworks after which only a supervisor may go on. */
  reworks: number;
  /** Working days one extension may grant. */
  extensionDays: number;
  /** Months a promise (挂账、承诺办理) may run. */
  holdMonths: number;
  /** Tries, on so many days, after which a citizen counts as not reached. */
  callbackTries: number;
  callbackDays: number;
}
