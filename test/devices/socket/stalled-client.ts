import { connect } from "node:net"
import type { Transport } from "./raw-client.ts"
import { token } from "./socket-hub.ts"

/** A client that says hello by hand and then never reads a byte nor answers a ping. */
export const stalledClient = async (transport: Transport, url: string, view: string) => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const heard = new Promise<string>((resolve) => {
    let text = ""
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1")
      if (text.includes("welcome")) resolve(text)
      else if (text.includes('0{"sid"') && !text.includes("40/hub"))
        socket.write(maskedFrame(0x81, Buffer.from("40/hub,")))
      if (text.includes('40/hub,{"sid"') && !text.includes("welcome"))
        socket.write(maskedFrame(0x81, Buffer.from(`42/hub,["frame",${JSON.stringify(hello)}]`)))
    })
  })
  const hello = { t: "hello", proto: 1, token: token("user:cat"), views: [{ view }] }
  const path = transport === "ws" ? "/ws" : "/socket.io/?EIO=4&transport=websocket"
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
  )
  if (transport === "ws") socket.write(maskedFrame(0x81, Buffer.from(JSON.stringify(hello))))
  await heard
  socket.pause()
  return socket
}

/** One WebSocket frame as a client writes it, with a mask of zeros. */
export const maskedFrame = (first: number, payload: Iterable<number>): Buffer => {
  const body = Buffer.from([...payload])
  const length =
    body.length < 126 ? [0x80 | body.length] : [0xfe, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([first, ...length, 0, 0, 0, 0]), body])
}
