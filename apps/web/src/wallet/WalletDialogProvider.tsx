'use client'

import dynamic from 'next/dynamic'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

// viem and wagmi are half of the bundle: a labeler who never opens this never loads them.
const WalletDialog = dynamic(() => import('./WalletDialog.tsx').then((module) => module.WalletDialog), {
  ssr: false,
})

const OpenWalletDialog = createContext<() => void>(() => undefined)

/** Opens the dialog that signs in with a wallet, or attaches one to the guest. */
export const useOpenWalletDialog = () => useContext(OpenWalletDialog)

export function WalletDialogProvider({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState(false)
  const [open, setOpen] = useState(false)
  const show = useMemo(
    () => () => {
      setWanted(true)
      setOpen(true)
    },
    [],
  )
  return (
    <OpenWalletDialog.Provider value={show}>
      {children}
      {wanted && <WalletDialog open={open} onOpenChange={setOpen} />}
    </OpenWalletDialog.Provider>
  )
}
