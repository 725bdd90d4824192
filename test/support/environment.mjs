/**
 * What a browser showed when a test in it failed goes with the failure: whoever reads it later, on another
 * machine, has neither the page nor a picture of it. A test file that opens pages leaves `shownNow`
 * (test/e2e/browser.ts).
 */
import { TestEnvironment } from 'jest-environment-node';

export default class extends TestEnvironment {
  async handleTestEvent({ name, error }) {
    const { shownNow } = this.global;
    if (name !== 'test_fn_failure' || !shownNow || typeof error?.message !== 'string') return;
    const shown = await shownNow();
    if (!shown) return;
    const message = `${error.message.trimEnd()}\n${shown}\n`;
    const stack = error.stack?.replace(error.message, () => message) ?? message;
    error.message = message;
    error.stack = stack;
  }
}
