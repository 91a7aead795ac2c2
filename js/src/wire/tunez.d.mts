// The module that the build puts beside the bundles (build/wasm/tunez.mjs).
import type { EngineFactory } from './engine_module.ts';

declare const createTunez: EngineFactory;
export default createTunez;
