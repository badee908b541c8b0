/**
 * Preloaded into VS Code's server: when the program that started it is gone, however it
 * ended, the pipe at stdin closes, and the server ends with all that it has started.
 */
// Else the server's own children would be started with this file too.
process.execArgv = []
process.stdin.resume()
process.stdin.on("close", () => process.kill(-process.pid, "SIGKILL"))
