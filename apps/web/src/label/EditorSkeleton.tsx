import { Skeleton } from '@/components/ui/skeleton.tsx'

/** The shape of a task while there is none yet. */
export function EditorSkeleton() {
  return (
    <div aria-busy className="page flex min-h-0 flex-1 flex-col gap-4 py-4">
      <Skeleton className="h-6 w-40" />
      <Skeleton className="mx-auto min-h-0 w-full max-w-[32rem] flex-1 rounded-card" />
      <Skeleton className="mx-auto h-40 w-full max-w-2xl rounded-card" />
    </div>
  )
}
