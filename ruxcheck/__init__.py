"""RuxCheck: what labelling and trials of ruxolitinib cream in atopic dermatitis say about one patient."""

__version__ = "0.1.0"
