/** What is wrong with a mailbox, as a sentence for the operator. */
import type { Account } from './accounts.js';
import { Denied } from './oauth.js';
import { fill, WORDS } from './words.js';

interface Failed {
  code?: string;
  authenticationFailed?: boolean;
  mailboxMissing?: boolean;
  responseStatus?: string;
}

export const lost = (): Error => Object.assign(new Error('connection lost'), { code: 'NoConnection' });
export const codeOf = (error: unknown): string =>
  String((error as Failed).code ?? (error as Error).name ?? 'Error');
export const isSignIn = (error: unknown): boolean =>
  error instanceof Denied || (error as Failed).authenticationFailed === true;

const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;
const LINE =
  /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOST|ENET|EPIPE|ETIME|NoConnection|EConnectionClosed|CONNECT_TIMEOUT|GREETING_TIMEOUT)/;

export function whatIsWrong(error: unknown, { address, folder }: Account): string {
  const code = codeOf(error);
  const sentence = isSignIn(error)
    ? WORDS.trouble.sign
    : (error as Failed).mailboxMissing
      ? WORDS.trouble.folder
      : TLS.test(code) || /STARTTLS/i.test(String((error as Error).message))
        ? WORDS.trouble.tls
        : LINE.test(code) ||
            /connection (lost|not available)|fetch failed/i.test(String((error as Error).message))
          ? WORDS.trouble.line
          : WORDS.trouble.other;
  return fill(sentence, { address, folder });
}
