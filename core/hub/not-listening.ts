/** Why a start ended, by the setting that is wrong: the port when it is taken, the host when no port of it can be had. */
export const notListening = (
  portName: string,
  { port, host, reason }: { readonly port: number; readonly host: string; readonly reason: string },
): string =>
  /\b(EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN)\b/.test(reason)
    ? `HOST ${host} is no address of this machine: ${reason}`
    : `${portName} ${port} of HOST ${host} cannot be listened on: ${reason}`
