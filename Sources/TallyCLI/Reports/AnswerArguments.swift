// A conformance of what is public is public.
public import ArgumentParser
public import TallyReports

extension AnomalyStep: ExpressibleByArgument {}
