/** Entry of the suites in VS Code's extension host. */
import { resolve } from "node:path"
import * as mochaPackage from "mocha"

// By name: what `require` gives for the package itself differs between Node 20 and 24. The types do not know the name.
const { Mocha: Runner } = mochaPackage as unknown as { Mocha: typeof Mocha }

export function run(): Promise<void> {
  // On a busy machine the editor now and then does not ask for diagnostics again after an edit; a second try shows whether that was it.
  const mocha = new Runner({ ui: "bdd", timeout: 60_000, failZero: true, retries: 1 })
  mocha.addFile(resolve(__dirname, `${process.env["SUITE"] ?? "normal"}.test.cjs`))
  return new Promise((done, fail) => {
    const runner = mocha.run(failures => (failures > 0 ? fail(new Error(`${failures} tests failed`)) : done()))
    runner.on("retry", (test, error) => {
      console.log(`tried once more: ${test.fullTitle()}: ${error.message}`)
    })
  })
}
