import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where the API listens during development; a built console is served by the API itself. */
const API = 'http://127.0.0.1:8787';

/** Writes .packages.json: folders of the packages whose code is in the pages. The archive passes their terms on. */
const packagesFile: Plugin = {
  name: 'packages-file',
  generateBundle(_, files) {
    const folders = new Set<string>();
    for (const file of Object.values(files))
      for (const id of file.type === 'chunk' ? file.moduleIds : []) {
        const [folder] = /node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(id) ?? [];
        if (folder) folders.add(folder);
      }
    this.emitFile({ type: 'asset', fileName: '.packages.json', source: JSON.stringify([...folders].sort()) });
  },
};

export default defineConfig({
  base: '/console/',
  plugins: [react(), packagesFile],
  server: { port: 5174, proxy: { '/admin': API, '/shop': API, '/files': API } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // The frame changes rarely and is cached for long; antd splits by page so that a first visit loads only what it shows.
        codeSplitting: {
          groups: [
            {
              name: 'frame',
              test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack)[\\/]/,
              priority: 2,
            },
          ],
        },
      },
    },
  },
});
