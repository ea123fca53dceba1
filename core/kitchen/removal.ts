/** Words with which a menu may already have spelled a removal. */
const spelled = /^(?:(?:no|without|sans|pas de)\s+|pas d['’]\s*)/i

/** What is left out: `Onions` of `No onions`, so that whoever puts a NO before it does not say it twice. */
export const removedThing = (name: string): string => {
  const thing = name.replace(spelled, "")
  return thing === "" ? name : thing
}
