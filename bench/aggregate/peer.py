# Prints the CPU seconds of crowd-kit's Dawid–Skene, 10 iterations, on three uint32 columns (task, worker, label).
import sys, time
import numpy, pandas
from crowdkit.aggregation import DawidSkene

task, worker, label = numpy.fromfile(sys.argv[1], dtype=numpy.uint32).reshape(3, -1)
answers = pandas.DataFrame({"task": task, "worker": worker, "label": label})
started = time.process_time()
DawidSkene(n_iter=10, tol=0).fit_predict(answers)
print(time.process_time() - started)
