/**
 * A whole unmasked WebSocket text message as bytes (RFC 6455 §5.2): made once for everyone who gets the same text,
 * because framing and encoding it for each would cost more than the sending.
 */
export const textMessage = (text: string): Buffer => {
  const length = Buffer.byteLength(text)
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const message = Buffer.allocUnsafe(start + length)
  message[0] = 0x81
  if (start === 2) message[1] = length
  else if (start === 4) {
    message[1] = 126
    message.writeUInt16BE(length, 2)
  } else {
    message[1] = 127
    message.writeBigUInt64BE(BigInt(length), 2)
  }
  message.write(text, start)
  return message
}
