/** A mini program may have no globalThis; what asks it for Deno or a document finds neither. */
module.exports = (source) => source.replaceAll('globalThis', '({})');
