import os
import sys

from ruxcheck.cli.main import main

code = main()
sys.stdout.flush()
sys.stderr.flush()
# one answer holds nothing that needs tidying up, and taking the interpreter apart would last a tenth of it
os._exit(code)
