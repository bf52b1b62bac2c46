"""feedback-miner: turns what customers write into a live emotional journey map.

The data flows one way: source record → feedback item → statement → scored statement → cell → journey map.
"""

__version__ = "0.1.0"
