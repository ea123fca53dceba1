/**
 * What a device did wrong, when that is why the broker ended its session; nothing when the line, its silence or the hub
 * ended it, or when whoever ended it has noted it already.
 *
 * @param reason as aedes and its parser word it
 */
export const troubleIn = (
  reason: string,
): "TOPIC_FORBIDDEN" | "MESSAGES_UNREADABLE" | undefined => {
  if (noTopic.test(reason)) return "TOPIC_FORBIDDEN"
  return noPacket.test(reason) ? "MESSAGES_UNREADABLE" : undefined
}

/** A topic that nobody may say anything on. */
const noTopic = /not allowed in PUBLISH$|^topic has too many levels/

/** Bytes that are no packet, or none that may come now. */
const noPacket =
  /^(Invalid|Cannot parse|Malformed|Packet|Not supported|Unknown property|Will|Connect flag) ?/
