/** What the server answers, as docs of `/openapi/v1.json` describe it. */
export interface PhotoAnswer {
    readonly id: string;
    readonly width: number;
    readonly height: number;
    readonly model: string;
    readonly method: string;
    readonly grid: { readonly width: number; readonly height: number };
    readonly dimension: number;
    readonly cached: boolean;
    readonly timings: { readonly decodeMs: number; readonly embedMs: number };
    readonly urls: { readonly features: string; readonly keys: string | null; readonly surroundings: string | null };
    readonly scoring: {
        readonly logitScale: number;
        readonly presence: number;
        readonly shift: { readonly x: number; readonly y: number };
        readonly keyDimension: number;
        readonly scoredByClient: boolean;
    };
}

export interface TextsAnswer {
    readonly dimension: number;
    readonly classes: readonly { readonly name: string; readonly isBackground: boolean }[];
    readonly scoreOfRow: readonly number[];
    readonly classOfScore: readonly number[];
    readonly vectors: string;
    readonly timings: { readonly textMs: number };
}

export interface ModelAnswer {
    readonly name: string;
    readonly default: boolean;
    readonly method: string | null;
    readonly methods: readonly string[] | null;
}

export interface MethodAnswer {
    readonly name: string;
    readonly summary: string;
}

export interface SceneAnswer {
    readonly number: number;
    readonly title: string;
    readonly url: string;
    readonly names: readonly string[];
    readonly model: string;
}

export interface SegmentRequest {
    readonly photo: string;
    readonly model: string;
    readonly method: string;
    readonly names: readonly string[];
    readonly background?: readonly string[];
    readonly automaticBackground?: boolean;
    readonly promptDenoising?: number;
    readonly keySmoothing?: number;
    readonly minScore?: number;
    readonly guidedFilter?: boolean;
    readonly format: 'json' | 'png' | 'overlay' | 'coco' | 'labelme' | 'npy';
}

/** A refusal, in the server's words. */
export class Problem extends Error {
    constructor(
        readonly status: number,
        message: string,
    ) {
        super(message);
    }
}

const keyHeader = 'X-Api-Key',
    keyPlace = 'maskclip-key';

/** The server's HTTP interface. Where it wants a key the person is asked for it, once. */
export class Service {
    private asked: Promise<string | null> | null = null;

    constructor(private readonly askForKey: () => Promise<string | null>) {}

    upload(photo: Blob, model: string | null, method: string | null): Promise<PhotoAnswer> {
        return this.json(`/v1/photos${query({ model, method })}`, {
            method: 'POST',
            body: photo,
            headers: { 'Content-Type': photo.type || 'application/octet-stream' },
        });
    }

    /** The same photo by another method, without sending it again. */
    embedAgain(id: string, model: string | null, method: string | null): Promise<PhotoAnswer> {
        return this.json(`/v1/photos/${encodeURIComponent(id)}${query({ model, method })}`, { method: 'POST' });
    }

    async numbers(url: string): Promise<ArrayBuffer> {
        return (await this.send(url)).arrayBuffer();
    }

    texts(names: readonly string[], background: readonly string[], model: string | null): Promise<TextsAnswer> {
        return this.post('/v1/texts', {
            names,
            ...(background.length > 0 ? { background } : {}),
            ...(model ? { model } : {}),
        });
    }

    background(names: readonly string[], model: string): Promise<{ readonly words: readonly string[] }> {
        return this.post('/v1/background', { names, model });
    }

    async models(): Promise<readonly ModelAnswer[]> {
        return (await this.json<{ models: ModelAnswer[] }>('/v1/models')).models;
    }

    async methods(): Promise<readonly MethodAnswer[]> {
        return (await this.json<{ methods: MethodAnswer[] }>('/v1/methods')).methods;
    }

    async scenes(): Promise<readonly SceneAnswer[]> {
        return (await this.json<{ scenes: SceneAnswer[] }>('/v1/scenes')).scenes;
    }

    async picture(url: string): Promise<Blob> {
        return (await this.send(url)).blob();
    }

    async segment(request: SegmentRequest): Promise<Blob> {
        const body = JSON.stringify(request);
        return (await this.send('/v1/segment', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })).blob();
    }

    private post<T>(url: string, body: unknown): Promise<T> {
        return this.json(url, {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { 'Content-Type': 'application/json' },
        });
    }

    private async json<T>(url: string, init: RequestInit = {}): Promise<T> {
        return (await this.send(url, init)).json() as Promise<T>;
    }

    private async send(url: string, init: RequestInit = {}): Promise<Response> {
        const used = sessionStorage.getItem(keyPlace);
        const headers = new Headers(init.headers);
        if (used) headers.set(keyHeader, used);
        let response: Response;
        try {
            response = await fetch(url, { ...init, headers });
        } catch {
            throw new Problem(0, 'The server does not answer. Start it with "maskclip serve", then try again.');
        }
        if (response.ok) return response;
        if (response.status === 401) {
            // Several requests may be refused at once; the person is asked by the first alone.
            this.asked ??= this.askForKey().finally(() => {
                this.asked = null;
            });
            const key = await this.asked;
            if (key && key !== used) {
                sessionStorage.setItem(keyPlace, key);
                return this.send(url, init);
            }
        }
        throw new Problem(response.status, await messageOf(response));
    }
}

async function messageOf(response: Response): Promise<string> {
    const text = await response.text();
    try {
        const problem = JSON.parse(text) as { detail?: string; title?: string; nextStep?: string };
        const message = [problem.detail ?? problem.title, problem.nextStep].filter(Boolean).join(' ');
        if (message) return message;
    } catch {
        // Not every refusal is a problem document: a proxy in between answers in its own words.
    }
    return `The server refused (${response.status} ${response.statusText}).`;
}

function query(values: Record<string, string | null>): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) if (value) search.set(name, value);
    return search.size > 0 ? `?${search}` : '';
}
