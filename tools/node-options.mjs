/**
 * How Node runs the server: errors name our own files, and the young generation has 32 MiB a half instead of 16, because under
 * load the requests under way would else be copied by every collection (measured: a tenth fewer microseconds an order).
 */
export const SERVER_OPTIONS = ['--enable-source-maps', '--max-semi-space-size=32'];
