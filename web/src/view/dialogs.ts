import { html, render } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';

/** Asks for the key that the server wants; null where the person gives none. */
export function askForKey(): Promise<string | null> {
    return ask(
        (done) => html`
    <h2>This server wants a key</h2>
    <p>Whoever started it has the key. It is kept until this tab is closed.</p>
    <form @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        done((event.target as HTMLFormElement).querySelector('input')!.value.trim() || null);
    }}>
      <label>Key <input type="password" autocomplete="off" required></label>
      <div class="row"><button class="primary">Use it</button><button type="button" @click=${() => done(null)}>Not now</button></div>
    </form>`,
    );
}

/** Takes a photo with the camera; null where none was taken. */
export async function takePhoto(): Promise<Blob | null> {
    const video = createRef<HTMLVideoElement>();
    const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1920 } },
    });
    try {
        return await ask<Blob>(
            (done) => html`
      <h2>Take a photo</h2>
      <video autoplay muted playsinline ${ref(video)} .srcObject=${stream} aria-label="What the camera sees"></video>
      <div class="row">
        <button class="primary" @click=${async () => done(await still(video.value!))}>Take it</button>
        <button @click=${() => done(null)}>Cancel</button>
      </div>`,
        );
    } finally {
        for (const track of stream.getTracks()) track.stop();
    }
}

async function still(video: HTMLVideoElement): Promise<Blob | null> {
    // Whoever is quicker than the camera still gets its first picture.
    if (video.videoWidth === 0) await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')!.drawImage(video, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function ask<T>(content: (done: (value: T | null) => void) => unknown): Promise<T | null> {
    const dialog = document.createElement('dialog');
    document.body.append(dialog);
    return new Promise((resolve) => {
        const done = (value: T | null) => {
            resolve(value);
            dialog.remove();
        };
        dialog.addEventListener('cancel', () => done(null));
        render(content(done), dialog);
        dialog.setAttribute('aria-label', dialog.querySelector('h2')!.textContent);
        dialog.showModal();
    });
}
