/** The list of channels, one line each. */
export const CHANNELS = {
  web: '网页对话',
  form: '自助表单',
} as const;

export type ChannelName = keyof typeof CHANNELS;
