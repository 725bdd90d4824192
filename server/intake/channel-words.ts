/** What a citizen is told of a file that a platform brought and that can't be kept. */
export const CHANNEL_WORDS = {
  fileTooLarge: '文件太大：每个文件不超过 {mb} MB，请压缩后重新发送。',
  fileType: '不支持这种文件：请发送图片、PDF、办公文档、录音或视频。',
} as const;
