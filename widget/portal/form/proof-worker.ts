/** Solves beside the page, so that typing never stutters. */
import { search } from './sha256.js';

interface Here {
  onmessage: ((event: { data: { challenge: string; bits: number } }) => void) | null;
  postMessage(count: number): void;
}
const here = globalThis as unknown as Here;

here.onmessage = ({ data }) => {
  const count = search(data.challenge, data.bits, 0, 2 ** 31);
  if (count !== null) here.postMessage(count);
};
