/**
 * The one script tag: `<script src="/chat.js" defer data-server="https://…"></script>`. Defines
 * `<jiesu-chat>` and puts one at the end of a page that has none. Known only while the script first runs:
 * which tag it came from.
 */
import { JiesuChat, setHome } from './element.js';

const script = document.currentScript as HTMLScriptElement | null;
const server = script?.dataset.server || (script?.src && new URL(script.src).origin);
if (server) setHome(server);

if (!customElements.get('jiesu-chat')) {
  customElements.define('jiesu-chat', JiesuChat);
  const insert = () =>
    document.querySelector('jiesu-chat') ?? document.body.append(document.createElement('jiesu-chat'));
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', insert);
  else insert();
}
