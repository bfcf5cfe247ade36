import { Home } from '@/home/Home.tsx'

export default function HomePage() {
  return <Home />
}
