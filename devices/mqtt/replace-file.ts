import { open, readFile, rename } from "node:fs/promises"

/**
 * Puts the text in the file's place as a whole: whoever reads meanwhile finds the old one or the new one, also after a
 * power cut. Readable by the owner and the folder's group.
 *
 * @returns false when it says so already
 */
export const replaceFile = async (file: string, text: string): Promise<boolean> => {
  if ((await readFile(file, "utf8").catch(() => undefined)) === text) return false
  const draft = await open(`${file}.new`, "w", 0o640)
  try {
    await draft.writeFile(text)
    await draft.sync()
  } finally {
    await draft.close()
  }
  await rename(`${file}.new`, file)
  return true
}
