'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { type ReactNode, useState } from 'react'
import { toast } from 'sonner'
import { Toaster } from '@/components/ui/toaster.tsx'
import { WalletDialogProvider } from '@/wallet/WalletDialogProvider.tsx'
import { makeQueryClient } from './queryClient.ts'
import { makeTrpcClient, TRPCProvider } from './trpc.ts'
import { useProblemText } from './useProblemText.ts'

/** Everything a page may count on: theme, tRPC, queries, the wallet dialog, toasts. */
export function Providers({ children, nonce }: { children: ReactNode; nonce: string | undefined }) {
  const describe = useProblemText()
  const [trpcClient] = useState(makeTrpcClient)
  const [queryClient] = useState(() =>
    makeQueryClient((error) => {
      const { title, detail } = describe(error)
      toast.error(title, detail ? { description: detail } : {})
    }),
  )
  return (
    <ThemeProvider attribute="class" disableTransitionOnChange {...(nonce ? { nonce } : {})}>
      <QueryClientProvider client={queryClient}>
        <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
          <WalletDialogProvider>{children}</WalletDialogProvider>
        </TRPCProvider>
      </QueryClientProvider>
      <Toaster />
    </ThemeProvider>
  )
}
