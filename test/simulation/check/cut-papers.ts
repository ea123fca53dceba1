import { readFileSync } from "node:fs"
import type { CutPaper } from "#test/simulation/printer-room.ts"

/** What the printers wrote down, oldest first. */
export const readPapers = (file: string): ReadonlyArray<CutPaper> =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as CutPaper)

/** Whether the paper itself says that it may be there twice. The banner is plain text in every language and encoder. */
export const mayBeSecond = ({ base64 }: CutPaper): boolean =>
  Buffer.from(base64, "base64").toString("latin1").includes("POSSIBLE DUPLICATE")
