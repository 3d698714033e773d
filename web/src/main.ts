import { MaskClipPage } from './view/page.js';

customElements.define('maskclip-page', MaskClipPage);
