/** Why a file could not be read or made, in the user's language. */
export interface Fault {
  readonly fault: string
}

/** True for an answer of the server that is a fault. */
export const isFault = (answer: object): answer is Fault => "fault" in answer
