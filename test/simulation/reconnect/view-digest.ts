import { hash } from "node:crypto"

/** One item of a picture in 48 bits: the xor of all is the picture's own, in whatever order they came. */
export const digestOf = (id: string, json: string): bigint =>
  BigInt(`0x${hash("sha1", `${id} ${json}`).slice(0, 12)}`)

export const pictureDigest = (items: ReadonlyMap<string, unknown>): bigint => {
  let digest = 0n
  for (const [id, v] of items) digest ^= digestOf(id, JSON.stringify(v))
  return digest
}
