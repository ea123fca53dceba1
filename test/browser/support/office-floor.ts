const id = (kind: string, n: number) =>
  `0193f4c0-0000-7000-8000-${kind}${String(n).padStart(12 - kind.length, "0")}`

export const rooms = ["Salle", "Terrasse"].map((name, n) => ({
  ...{ id: id("d", n), name, sort: n, rev: 1 },
}))

const names = ["T1", "T2", "Grande table ronde du jardin, sous la tonnelle", "شرفة ٣", "個室 三"]

/** Some of them with names that no layout expects. */
export const tables = names.map((name, n) => ({
  ...{ id: id("e", n), roomId: id("d", 1), name, seats: 4, sort: n, rev: 1 },
}))
