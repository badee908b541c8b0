import { answerReader } from "../files/readerThread.ts"
import { decode } from "./decode.ts"

answerReader(page => decode(page) ?? "")
