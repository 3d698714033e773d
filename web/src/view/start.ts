import { html, nothing, type TemplateResult } from 'lit';
import type { SceneAnswer } from '../api.js';
import { icons } from './icons.js';

export interface StartView {
    readonly scenes: readonly SceneAnswer[];
    readonly busy: string | null;
    readonly hasCamera: boolean;
    chooseFile(): void;
    openCamera(): void;
    openScene(scene: SceneAnswer): void;
}

/** The page before there is a photo. */
export function startView(view: StartView): TemplateResult {
    return html`
    <main class="start" id="main">
      <h1>Type a name.<br>See it in your photo.</h1>
      <p class="lead">Words become masks while you write. The photo goes to this server only, and names are compared with it
        in your browser.</p>
      <div class="drop">
        ${icons.photo}
        <p><strong>Drop a photo here</strong>, or paste one</p>
        <div class="row">
          <button class="primary" @click=${() => view.chooseFile()}>Choose a photo</button>
          ${view.hasCamera ? html`<button @click=${() => view.openCamera()}>${icons.camera} Use the camera</button>` : nothing}
        </div>
      </div>
      ${
          view.scenes.length === 0
              ? nothing
              : html`
        <h2 id="scenes-title">Or try a drawn scene</h2>
        <ul class="scenes" aria-labelledby="scenes-title">
          ${view.scenes.map(
              (scene) => html`
            <li><button class="scene" ?disabled=${view.busy !== null} @click=${() => view.openScene(scene)}>
              <img src=${scene.url} alt="" loading="lazy" width="640" height="448"><span>${scene.title}</span>
            </button></li>`,
          )}
        </ul>`
      }
    </main>`;
}
