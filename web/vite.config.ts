import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { serviceWorker } from './scripts/service-worker-plugin';

export default defineConfig({
  plugins: [react(), serviceWorker('service-worker/service-worker.ts')],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // The content security policy of the app has no place for inlined files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
