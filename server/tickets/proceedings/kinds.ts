/** What kinds of proceeding there are, and their states; imported by the wire contract too, so it imports nothing. */
export const KINDS = ['supervision', 'lowRating', 'unreasonable', 'appeal', 'inspection'] as const;
export type Kind = (typeof KINDS)[number];

export const PROCEEDING_STATES = {
  supervision: [
    'SUGGESTED',
    'SUBMITTED',
    'ISSUED',
    'RETURN_ASKED',
    'REPORTED',
    'DONE',
    'CLOSED',
    'RAISED',
    'RETURNED',
    'DISMISSED',
  ],
  lowRating: ['VERIFYING', 'INVALID_PROPOSED', 'INVALID', 'RECTIFYING', 'REPLIED', 'RE_CALLBACK', 'CLOSED'],
  unreasonable: ['APPLIED', 'AGREED', 'REFUSED'],
  appeal: ['APPLIED', 'AGREED', 'REFUSED'],
  inspection: ['DRAWN', 'SCORED', 'CONTESTED', 'FINAL'],
} as const satisfies Record<Kind, readonly string[]>;

export const SIDE_STATES = ['TO_ANSWER', 'ANSWERED', 'RETURN_ASKED', 'RETURNED'] as const;
export const INVALID_WHYS = ['mistake', 'malice'] as const;
export const APPEAL_SUBJECTS = ['verdict', 'overdue'] as const;
