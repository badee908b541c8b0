/** `npm run soak`: a million edits in one server; `npm run soak -- 50000` makes fewer. */
import { buildBench, BUILT, buildProduct, installPeers } from "./prepare.mjs"

installPeers()
buildProduct()
await buildBench()
await import(`${BUILT}soak.mjs`)
