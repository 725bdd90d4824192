/** What a citizen says about the inlets themselves; read on the whole message only, so that no matter is lost. */
export type InletAsk =
  | { do: 'how' }
  | { do: 'bind'; code: string }
  | { do: 'where'; to: Where }
  | { do: 'off' };
export type Where = 'here' | 'first' | 'both';

const BIND = /^绑定码?[:：\s]*([0-9A-Za-z]{6})[。.]?$/;
const HOW =
  /^(?:我要|我想|请|帮我|请帮我)?(?:绑定|关联)(?:一下|账号|对话|手机|微信|网页|邮箱)*[。.!！?？]?$|^我?(?:在|从|用)?(?:微信|公众号|企业微信|网页|网站|邮件|邮箱|小程序|蒙速办|短信)(?:上|里|那边)?(?:也|都)?(?:反映|说|报|提|投诉|留言|登记)过(?:了|的)?[。.!！]?$/;
const OFF = /^(?:解除|取消)(?:绑定|关联)[。.!！]?$/;

/** `labels`: what the three buttons say. */
export function inletAsk(text: string, labels: Record<Where, string>): InletAsk | null {
  const plain = text.normalize('NFKC').trim();
  const code = BIND.exec(plain)?.[1];
  if (code) return { do: 'bind', code };
  if (HOW.test(plain)) return { do: 'how' };
  if (OFF.test(plain)) return { do: 'off' };
  const where = (['here', 'first', 'both'] as const).find((one) => labels[one] === plain);
  return where ? { do: 'where', to: where } : null;
}
