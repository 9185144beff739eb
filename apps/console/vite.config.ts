import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API listens during development; a built console is served by the API itself. */
const API = 'http://127.0.0.1:8787';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
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
