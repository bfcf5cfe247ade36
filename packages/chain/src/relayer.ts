/** Below this a relayer cannot pay for many more claims, in wei: 0.05 ether. The meter and the alarm go by it. */
export const RELAYER_LOW_WEI = 50_000_000_000_000_000n
