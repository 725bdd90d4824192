/** By what machines betray themselves. */
export const ROBOTS = {
  /** Subjects that auto-responders of Chinese and English mailers begin with. */
  subject:
    /^\s*[[【(（]?\s*(?:自动回复|自動回覆|自动答复|自動答覆|自动应答|休假自动回复|out of office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|vacation reply)/i,
  /** Subjects of bounces. */
  bounce:
    /^\s*(?:系统退信|退信通知?|邮件投递失败|邮件发送失败|您的邮件被退回|undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|mail delivery (?:failed|system|subsystem)|returned mail|failure notice|投递状态通知|无法投递|無法傳遞)/i,
  /** Local parts of daemons. */
  daemon: /^(?:mailer-daemon|postmaster|mail-daemon|double-bounce|bounces?(?:[-+].*)?)$/i,
  /** Local parts that nobody reads. */
  unread: /^(?:no-?_?reply|do-?_?not-?_?reply|noresponse|notifications?|auto-?confirm)(?:[-+].*)?$/i,
} as const;
