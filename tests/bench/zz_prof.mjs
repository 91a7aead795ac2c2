import * as tunez from './peers/tunez.mjs';
console.log(Object.keys(tunez));
