import { defineConfig } from 'vite';

// The server embeds what lies in wwwroot; tests and `npm run dev` name a server that is already there.
const server = (globalThis as { process?: { env: Record<string, string> } }).process?.env['MASKCLIP_SERVER'] ?? 'http://127.0.0.1:7860';

export default defineConfig({
    base: '/',
    build: {
        outDir: '../src/MaskClip.Server/wwwroot',
        emptyOutDir: true,
        target: 'es2022',
        // The content policy allows no inline code; modules are few enough to need no preloading.
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
    },
    worker: { format: 'es' },
    server: { proxy: { '/v1': server, '/healthz': server } },
});
