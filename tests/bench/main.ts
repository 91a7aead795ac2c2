import './bench.mjs';
