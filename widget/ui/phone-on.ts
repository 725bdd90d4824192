/** Is there anybody to send a short message? Not known is no. */
export async function phoneOn(server = ''): Promise<boolean> {
  try {
    const reply = await fetch(`${server}/api/chat/phone`, { credentials: 'omit' });
    return reply.ok && ((await reply.json()) as { on: boolean }).on;
  } catch {
    return false;
  }
}
