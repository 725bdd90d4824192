/** What a citizen says to be done with an order, by every channel; read on the whole message, so that no matter is lost. */
export interface OrderAsk {
  action: 'withdraw' | 'supplement' | 'reopen' | 'askSecret';
  /** As typed; null = the one we speak of. */
  orderNo: string | null;
  text: string;
}

const NO =
  '(?:工单|编号|单号)?[号:：\\s]*(\\d{14}[A-Za-z]\\d{7})?(?:[\\s，,]*(?:提取码)?[:：\\s]*[0-9A-Za-z]{6}(?![0-9A-Za-z]))?';
const END = '[。.!！\\s]*$';
const ASKS: { action: OrderAsk['action']; says: RegExp }[] = [
  {
    action: 'withdraw',
    says: new RegExp(`^(?:我要|我想|请|麻烦|帮我|请帮我)?(?:撤回|撤销|取消)(?:诉求|反映|工单)?${NO}${END}`),
  },
  {
    action: 'askSecret',
    says: new RegExp(
      `^(?:请|我要求|要求|麻烦)?(?:保密|替我保密|不要透露我(?:的身份|是谁)?)(?:处理)?${NO}${END}`,
    ),
  },
  {
    action: 'supplement',
    says: new RegExp(`^(?:我要|我想)?补充(?:情况|材料|说明|一下)?${NO}\\s*[：:，,、]\\s*(.{2,})$`, 's'),
  },
  {
    action: 'reopen',
    says: new RegExp(`^(?:请|我要)?(?:重新受理|有新情况|新情况)${NO}\\s*[：:，,、]\\s*(.{2,})$`, 's'),
  },
];

export function orderAsk(text: string): OrderAsk | null {
  const plain = text.normalize('NFKC').trim();
  for (const { action, says } of ASKS) {
    const found = says.exec(plain);
    if (found) return { action, orderNo: found[1] ?? null, text: found[2]?.trim() ?? '' };
  }
  return null;
}
