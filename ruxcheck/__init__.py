"""RuxCheck: what labelling and trials of ruxolitinib cream in atopic dermatitis say about one patient."""

import os

__version__ = "0.1.0"

_package = os.path.dirname(os.path.abspath(__file__))
_repository = os.path.dirname(_package)
# where app.py, pages/, data/, samples/ and tests/spec/ lie: the top of the repository, or what an installed package brings
HOME = (
    _repository
    if os.path.exists(os.path.join(_repository, "data", "fields.toml"))
    else os.path.join(_package, "installed")
)
