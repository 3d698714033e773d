import { svg, type TemplateResult } from 'lit';

/** Drawn on 20x20 with a line of 1.6; decoration only, names are with the buttons. */
const icon = (content: TemplateResult) => svg`<svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor"
  stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${content}</svg>`;

export const icons = {
    eye: icon(svg`<path d="M1.8 10S4.8 4.5 10 4.5 18.2 10 18.2 10 15.2 15.5 10 15.5 1.8 10 1.8 10Z"/><circle cx="10" cy="10" r="2.4"/>`),
    hidden: icon(
        svg`<path d="M3 3l14 14M8 4.8A8 8 0 0 1 10 4.5c5.2 0 8.2 5.5 8.2 5.5a14 14 0 0 1-2.3 2.9M5.4 6.2A13.5 13.5 0 0 0 1.8 10s3 5.5 8.2 5.5a8 8 0 0 0 3.2-.650"/>`,
    ),
    close: icon(svg`<path d="M5.5 5.5l9 9M14.5 5.5l-9 9"/>`),
    grip: icon(
        svg`<g fill="currentColor" stroke="none"><circle cx="7.5" cy="5" r="1.3"/><circle cx="12.5" cy="5" r="1.3"/><circle cx="7.5" cy="10" r="1.3"/><circle cx="12.5" cy="10" r="1.3"/><circle cx="7.5" cy="15" r="1.3"/><circle cx="12.5" cy="15" r="1.3"/></g>`,
    ),
    undo: icon(svg`<path d="M4 8h8a4.5 4.5 0 0 1 0 9H8M7.5 4.5 4 8l3.5 3.5"/>`),
    redo: icon(svg`<path d="M16 8H8a4.5 4.5 0 0 0 0 9h4M12.5 4.5 16 8l-3.5 3.5"/>`),
    link: icon(
        svg`<path d="M8.5 11.5a3.3 3.3 0 0 0 4.7 0l2.6-2.6a3.3 3.3 0 0 0-4.7-4.7l-1 1M11.5 8.5a3.3 3.3 0 0 0-4.7 0l-2.6 2.6a3.3 3.3 0 0 0 4.7 4.7l1-1"/>`,
    ),
    moon: icon(svg`<path d="M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3Z"/>`),
    sun: icon(
        svg`<circle cx="10" cy="10" r="3.4"/><path d="M10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M4.2 15.8l1.2-1.2M14.6 5.4l1.2-1.2"/>`,
    ),
    camera: icon(svg`<path d="M2.5 6.5h3l1.5-2h6l1.5 2h3v9.5h-15Z"/><circle cx="10" cy="10.8" r="3"/>`),
    photo: icon(
        svg`<rect x="2.5" y="3.5" width="15" height="13" rx="2"/><circle cx="7" cy="8" r="1.4"/><path d="m3 15 4.5-4.5 3 3 2.5-2.5 4 4"/>`,
    ),
    download: icon(svg`<path d="M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13"/>`),
    copy: icon(svg`<rect x="7" y="7" width="10" height="10" rx="2"/><path d="M13 7V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h2"/>`),
    plus: icon(svg`<path d="M10 4v12M4 10h12"/>`),
} as const;
