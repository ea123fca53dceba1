/** 1 to 64 letters, digits and `._@+-`, spaces inside: what can be typed and read aloud, and nothing that only looks alike. */
export const isUsername = (text: string): boolean => username.test(text)

export const usernameRule = "Expected 1 to 64 letters, digits, dots, dashes, @ or spaces inside"

const username = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._@+-]{0,62}[\p{L}\p{M}\p{N}])?$/u
