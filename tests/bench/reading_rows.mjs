// The rows of ./reading.mjs, known without loading what they measure.
export const readingRows = ['search_page', 'keyset_depth', 'full_text'];
