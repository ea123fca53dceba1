/** Whether one of these codes, of which some may stand for many (`orders.*`), allows it. */
export const grants = (permissions: ReadonlyArray<string>, permission: string): boolean =>
  permissions.some(
    (code) =>
      code === "*" ||
      code === permission ||
      (code.endsWith(".*") && permission.startsWith(code.slice(0, -1))),
  )
