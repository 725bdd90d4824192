/** Words of the open list of knowledge. */
export const OPEN = {
  feed: '知识更新',
  about: '各部门审核发布的办事和政策问答，新发布、新修订的在前。',
} as const;
