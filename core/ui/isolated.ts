/** A name within a sentence: one in another script turns neither the sentence nor its full stop around. */
export const isolated = (name: string): string => `\u2068${name}\u2069`
