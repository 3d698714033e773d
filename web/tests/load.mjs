// Sources as modules, by the Vite that builds them: no second compiler.
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

/** Loads sources of the page; call the last of what it gives when done. */
export async function load(...paths) {
  const server = await createServer({
    root: fileURLToPath(new URL('..', import.meta.url)), appType: 'custom', logLevel: 'error',
    server: { middlewareMode: true, hmr: false, watch: null }, optimizeDeps: { noDiscovery: true },
  });
  const modules = await Promise.all(paths.map((path) => server.ssrLoadModule(`/src/${path}.ts`)));
  return [...modules, () => server.close()];
}
