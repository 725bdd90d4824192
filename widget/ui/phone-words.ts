/** Every sentence of proving a phone; one export a word, so that a bundle carries only what it says. */
export const title = '用短信验证手机号';
export const open = '验证手机号';
export const leadChat = '验证后，这个号码在微信等处登记的工单，在这里也能查、能催。';
export const phone = '手机号';
export const phoneWrong = '手机号应为 11 位，请检查';
export const get = '获取验证码';
export const again = '重新获取';
export const left = (seconds: number) => `${seconds} 秒后可重新获取`;
export const sending = '正在发送…';
export const sent = (minutes: number) => `验证码已发出，${minutes} 分钟内有效。没收到的，请看看是否被拦截。`;
export const perhaps = (minutes: number) =>
  `短信平台还没有回音，验证码可能晚到，${minutes} 分钟内有效。收到就填在下面；没收到的，请重新获取。`;
export const code = '短信里的 6 位验证码';
export const codeWrong = '请填写短信里的 6 位数字';
export const prove = '验证';
export const proving = '正在核对…';
export const proved = '手机号已验证。';
export const offline = '网络不通，没有办成。请检查网络后再试。';
export const strange = '系统没有正常回答。请稍后再试，或拨打 12345。';
